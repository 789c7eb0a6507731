import Testing

/// Everything that needs servers. One after another: the tests change global settings and purge binlogs.
@Suite(.serialized, .enabled(if: !TestServer.all.isEmpty, TestServer.reason)) enum RealServerTests {}
