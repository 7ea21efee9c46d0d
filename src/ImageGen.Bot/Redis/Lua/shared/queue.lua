-- Shared: lanes, ordered by weighted fair queueing.
--
-- ready (rank), delayed (due) and leased (end) are sorted sets of ids; tenants holds each tenant's virtual finish time
-- and, under the empty name no tenant has, the lane's own virtual time, so that one ZMSCORE answers both.

-- Beyond this many waiting jobs the workers are busy, and look by themselves when they have done.
local SHORT = 64

-- What becomes of lanes in this transition: ready, ranks and ids that join; ended, ids whose leases end; tags, virtual
-- finish times of tenants.
local lanes = {}
local function in_lane(lane)
  lanes[lane] = lanes[lane] or { ready = {}, ended = {}, tags = {} }
  return lanes[lane]
end

-- The rank at which a tenant's next job waits: when the tenant's share of the lane would have it finished.
local function rank_in(lane, tenant, step)
  local tags = in_lane(lane).tags
  if not tags[tenant] then
    local tag = call('ZMSCORE', P .. LANE .. lane .. TENANTS, '', tenant)
    -- Nobody has leased from it yet: should nobody ever, it is found by being known since now.
    if not tag[1] then
      call('ZADD', P .. LANES, 'NX', ARGV[1], lane)
    end
    tags[tenant] = math.max(tonumber(tag[1] or 0), tonumber(tag[2] or 0))
  end
  tags[tenant] = tags[tenant] + step
  return tags[tenant]
end

local function wait(lane, id, rank)
  local ready = in_lane(lane).ready
  ready[#ready + 1] = rank
  ready[#ready + 1] = id
end

-- Ends a lease, if it has not been. Tells workers that were turned away because the lane was full.
local function unlease(lane, id)
  local ended = in_lane(lane).ended
  ended[#ended + 1] = id
end

finally(function()
  for lane, what in pairs(lanes) do
    local name = P .. LANE .. lane
    local tell = in_pieces('ZREM', name .. LEASED, what.ended) > 0 and call('DEL', name .. WANTED) == 1
    local tags = {}
    for tenant, tag in pairs(what.tags) do
      tags[#tags + 1] = tag
      tags[#tags + 1] = tenant
    end
    in_pieces('ZADD', name .. TENANTS, tags)
    in_pieces('ZADD', name .. READY, what.ready)
    if tell or (#what.ready > 0 and call('ZCARD', name .. READY) <= SHORT) then
      call('PUBLISH', P .. WORK, lane)
    end
  end
end)

-- Puts a job back at its old rank, after a while.
local function requeue(job, delay)
  if delay > 0 then
    call('ZADD', P .. LANE .. job.lane .. DELAYED, now + delay, job.id)
  else
    wait(job.lane, job.id, job.rank)
  end
end
