-- Lists lanes in which there are jobs that no worker has looked after for so long.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] how long
-- Returns  their names
local orphans = {}
for _, name in ipairs(call('ZRANGEBYSCORE', P .. LANES, '-inf', string.format('%.0f', now - ARGV[2]))) do
  local lane = P .. LANE .. name
  if call('EXISTS', lane .. READY, lane .. DELAYED, lane .. LEASED) > 0 then
    orphans[#orphans + 1] = name
  end
end
return orphans
