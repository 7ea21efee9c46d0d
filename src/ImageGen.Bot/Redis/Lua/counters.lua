-- Reads counters.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2...] counters
-- Returns  {used, spent...}
local sums = {}
for at = 2, #ARGV do
  local state = call('HMGET', P .. COUNTER .. ARGV[at], 'u', 's')
  sums[#sums + 1] = tonumber(state[1] or 0)
  sums[#sums + 1] = tonumber(state[2] or 0)
end
return sums
