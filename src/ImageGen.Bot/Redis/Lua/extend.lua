-- Heartbeat: the lease lasts longer.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] token   ARGV[4] when the lease ends
-- Returns  LeaseStatus: 0 held, 1 cancel requested, 2 lost
local id, token = ARGV[2], ARGV[3]
local job = held(id, token) or replying(id, token)
if not job then
  return 2
end
call('ZADD', P .. LANE .. job.lane .. LEASED, ARGV[4], id)
return job.state == PROCESSING and job.cancel and 1 or 0
