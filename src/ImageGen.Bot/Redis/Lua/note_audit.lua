-- Notes something in a guild's audit log, once an occasion.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3] audit entry   ARGV[4] entries kept   ARGV[5] occasion or ''   ARGV[6] when it may come again
-- Returns  1, or 0 where the occasion was noted before
local log = P .. AUDIT .. ARGV[2]
if ARGV[5] ~= '' then
  local name = P .. OCCASION .. ARGV[5] .. ':' .. ARGV[2]
  if tonumber(call('GET', name) or 0) > now then
    return 0
  end
  call('SET', name, ARGV[6], 'PX', math.max(1, ARGV[6] - now))
end
call('LPUSH', log, ARGV[3])
call('LTRIM', log, 0, ARGV[4] - 1)
return 1
