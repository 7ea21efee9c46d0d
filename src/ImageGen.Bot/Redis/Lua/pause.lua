-- Lets no job be leased from a lane until then. A later end wins; a past one resumes the lane.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] lane   ARGV[3] until
local lane, till = ARGV[2], tonumber(ARGV[3])
local key = P .. LANE .. lane .. PAUSED
if till <= now then
  call('DEL', key)
elseif till > tonumber(call('GET', key) or 0) then
  call('SET', key, ARGV[3], 'PX', string.format('%.0f', till - now))
end
-- However long the lane is, its workers may all be idle: there is work now, or another time to wait for.
call('PUBLISH', P .. WORK, lane)
