-- Writes, so that a store that only reads is found out.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now
call('SET', P .. CHECKED, ARGV[1])
