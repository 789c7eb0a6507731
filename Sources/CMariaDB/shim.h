#pragma once
#include <mysql.h>
#include <errmsg.h>
#include <ma_pvio.h>
