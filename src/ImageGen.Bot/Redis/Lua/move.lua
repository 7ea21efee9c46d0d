-- Moves a waiting job to another lane, at a rank of its own there, if its budget stands what it can cost there.
--
-- Uses: claims queue
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] id   ARGV[4] lane   ARGV[5] the most it can cost there
-- Returns  MoveResult: 0 not found, 1 moved, 2 not waiting, 3 begun, 4 over budget
local id, lane = ARGV[3], ARGV[4]
local job = load(id)
if not job then
  return 0
elseif job.state ~= PENDING or job.follows then
  return 2
end

local progress = call('HGET', P .. JOB .. id, 'p')
local achieved = progress and progress ~= '' and cjson.decode(progress) or {}
if achieved.callOpen or achieved.providerTask or #(achieved.assets or {}) > 0
  or (achieved.cost and achieved.cost.micros or 0) > 0 or (achieved.uncertainAttempts or 0) > 0 then
  return 3
end

local claims = exchange(job.claims, 0, tonumber(ARGV[5]))
if not claims then
  return 4
end
put_claims(job, claims)

-- It waits in one of the two. What it would have taken of its tenant's share there is given back.
call('ZREM', P .. LANE .. job.lane .. READY, id)
call('ZREM', P .. LANE .. job.lane .. DELAYED, id)
call('ZADD', P .. LANE .. job.lane .. TENANTS, 'XX', 'INCR', -job.step, job.tenant)
local rank = rank_in(lane, job.tenant, job.step)
job.lane, job.rank, job.attempts = lane, rank, 0
save(job)
wait(lane, id, rank)
changed(id)
return 1
