-- Replaces a guild's document and notes it in the audit log, unless somebody else changed it meanwhile.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3] expected revision   ARGV[4] document   ARGV[5] audit entry   ARGV[6] entries kept
-- Returns  1, or 0 where the revision has moved on
local name, log = P .. GUILD .. ARGV[2], P .. AUDIT .. ARGV[2]
if (call('HGET', name, 'r') or '0') ~= ARGV[3] then
  return 0
end
call('HSET', name, 'r', tonumber(ARGV[3]) + 1, 'd', ARGV[4])
call('SADD', P .. GUILDS, ARGV[2])
call('LPUSH', log, ARGV[5])
call('LTRIM', log, 0, ARGV[6] - 1)
return 1
