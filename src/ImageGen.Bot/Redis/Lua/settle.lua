-- Ends a job: claims settled, outcome written, cache written, followers ended or promoted, replies enqueued.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  id    ARGV[7] token   ARGV[8] state   ARGV[9] outcome   ARGV[10] images   ARGV[11] cost
-- ARGV[12] 1 where its pictures answer the same request from now on
-- Returns  1, or 0 where the lease was lost
local job = held(ARGV[6], ARGV[7])
if not job then
  return 0
end
unlease(job.lane, job.id)
conclude(job, ARGV[8], ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11]), ARGV[12] == '0')
publish()
return 1
