-- Puts jobs whose lease has ended back to the front of their lanes, and tidies the lanes.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  most rescues of a job   ARGV[7] outcome of one rescued too often
-- ARGV[8]  by how much the caller's clock was put back, or 0   ARGV[9...] lanes
-- Returns  how many leases had ended, at most 100 a lane
local MOST = 100
local ended, back = 0, tonumber(ARGV[8])

local function rescue(job)
  local running = job.state == PROCESSING
  if running and job.cancel then
    conclude_unsettled(job, CANCELLED, cancelled)
  elseif (job.rescues or 0) < tonumber(ARGV[6]) then
    -- The attempt is given back: that its worker died is not the job's fault.
    job.state, job.rescues, job.attempts = running and PENDING or job.state, (job.rescues or 0) + 1, job.attempts - 1
    save(job)
    requeue(job, 0)
    if running then
      changed(job.id)
    end
  elseif running then
    conclude_unsettled(job, FAILED, ARGV[7])
  end
end

-- What was to happen at a time happens as much earlier as the clock was put back since. What lies nearer than half
-- of that was said after it.
local function heed(lane)
  local function shift(set, after)
    for _, member in ipairs(call('ZRANGEBYSCORE', lane .. set, '(' .. string.format('%.0f', after), '+inf')) do
      call('ZINCRBY', lane .. set, -back, member)
    end
  end
  shift(LEASED, now + back / 2)
  shift(DELAYED, now + back / 2)
  shift(STARTS, now)
  local paused = tonumber(call('GET', lane .. PAUSED) or 0)
  if paused > now + back / 2 then
    call('SET', lane .. PAUSED, string.format('%.0f', paused - back), 'KEEPTTL')
  end
end

for at = 9, #ARGV do
  local lane = P .. LANE .. ARGV[at]
  if back > 0 then
    heed(lane)
  end
  call('ZADD', P .. LANES, 'XX', ARGV[1], ARGV[at])
  for _, id in ipairs(call('ZRANGEBYSCORE', lane .. LEASED, '-inf', now, 'LIMIT', 0, MOST)) do
    unlease(ARGV[at], id)
    ended = ended + 1
    local job = load(id)
    if job then
      rescue(job)
    end
  end

  -- A finish time the lane's virtual time has passed says nothing any more.
  local virtual = call('ZSCORE', lane .. TENANTS, '')
  if virtual then
    call('ZREMRANGEBYSCORE', lane .. TENANTS, '-inf', '(' .. virtual)
  end
end
return ended
