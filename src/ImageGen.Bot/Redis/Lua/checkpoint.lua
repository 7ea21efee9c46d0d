-- Writes down what a job has achieved.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] id   ARGV[3] token   ARGV[4] progress
-- Returns  LeaseStatus: 0 held, 1 cancel requested, 2 lost
local id = ARGV[2]
local job = held(id, ARGV[3])
if not job then
  return 2
end
call('HSET', P .. JOB .. id, 'p', ARGV[4])
changed(id)
return job.cancel and 1 or 0
