#pragma once
#include <stddef.h>
#include <stdint.h>
#include <isa-l/crc.h>
