-- Reads a guild's audit log, newest first.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3] most entries
-- Returns  {entry...}
return call('LRANGE', P .. AUDIT .. ARGV[2], 0, ARGV[3] - 1)
