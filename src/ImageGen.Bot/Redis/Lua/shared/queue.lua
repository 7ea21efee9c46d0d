-- Shared: lanes, ordered by weighted fair queueing.
--
-- ready (rank), delayed (due) and leased (end) are sorted sets of ids; tenants holds each tenant's virtual finish time
-- and, under the empty name no tenant has, the lane's own virtual time, so that one ZMSCORE answers both.

-- Beyond this many waiting jobs the workers are busy, and look by themselves when they have done.
local SHORT = 64

local function hint(lane)
  if call('ZCARD', P .. LANE .. lane .. READY) <= SHORT then
    call('PUBLISH', P .. WORK, lane)
  end
end

-- The rank at which a tenant's next job waits: when the tenant's share of the lane would have it finished.
local function rank_in(lane, tenant, step)
  local tags = P .. LANE .. lane .. TENANTS
  local tag = call('ZMSCORE', tags, '', tenant)
  -- Nobody has leased from it yet: should nobody ever, it is found by being known since now.
  if not tag[1] then
    call('ZADD', P .. LANES, 'NX', ARGV[1], lane)
  end
  local rank = math.max(tonumber(tag[1] or 0), tonumber(tag[2] or 0)) + step
  call('ZADD', tags, rank, tenant)
  return rank
end

local function wait(lane, id, rank)
  call('ZADD', P .. LANE .. lane .. READY, rank, id)
  hint(lane)
end

-- Ends a lease; false where there is none. Tells workers that were turned away because the lane was full.
local function unlease(lane, id)
  local had = call('ZREM', P .. LANE .. lane .. LEASED, id) == 1
  if had and call('DEL', P .. LANE .. lane .. WANTED) == 1 then
    call('PUBLISH', P .. WORK, lane)
  end
  return had
end

-- Puts a job back at its old rank, after a while.
local function requeue(job, delay)
  if delay > 0 then
    call('ZADD', P .. LANE .. job.lane .. DELAYED, now + delay, job.id)
  else
    wait(job.lane, job.id, job.rank)
  end
end
