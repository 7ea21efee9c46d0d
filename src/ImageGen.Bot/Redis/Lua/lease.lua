-- Leases the jobs that come first in some lanes, within the lanes' limits.
--
-- Uses: queue
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] when the leases end   ARGV[3] most jobs in all
-- ARGV[4...] each lane: name, most leases at once or -1, most leases begun a minute or -1
-- Returns  {when leasing may bring more or -1, then each job {token, job's fields...}}
local MINUTE, DUE = 60000, 1000
local ends, room = ARGV[2], tonumber(ARGV[3])
local batch = { -1 }

local function next_at(at)
  if batch[1] < 0 or at < batch[1] then
    batch[1] = at
  end
end

-- Jobs whose backoff has passed wait again, at their old rank. Returns when the next one's will have, or nil.
local function wake(lane)
  local delayed = P .. LANE .. lane .. DELAYED
  local first = call('ZRANGE', delayed, 0, 0, 'WITHSCORES')
  if not first[1] or tonumber(first[2]) > now then
    return tonumber(first[2])
  end
  for _, id in ipairs(call('ZRANGEBYSCORE', delayed, '-inf', now, 'LIMIT', 0, DUE)) do
    call('ZREM', delayed, id)
    call('ZADD', P .. LANE .. lane .. READY, (load(id) or { rank = 0 }).rank, id)
  end
  return tonumber(call('ZRANGE', delayed, 0, 0, 'WITHSCORES')[2])
end

-- How many leases the last minute leaves, and when it leaves one more.
local function minute(lane, most)
  local starts = P .. LANE .. lane .. STARTS
  call('ZREMRANGEBYSCORE', starts, '-inf', now - MINUTE)
  local over = call('ZCARD', starts) - most
  local oldest = over >= 0 and call('ZRANGE', starts, over, over, 'WITHSCORES')[2]
  return -over, oldest and oldest + MINUTE
end

local function lease(id, rank)
  local job, order, progress, ending, message = load(id, 'o', 'p', 'e', 'w')
  -- Nothing is left of a job whose retention passed while its reply waited.
  if not job then
    return nil
  end
  job.token, job.attempts = (job.token or 0) + 1, (job.attempts or 0) + 1
  if job.state == PENDING then
    job.state, job.began = PROCESSING, job.began or now
    changed(id)
  end
  save(job)
  local leased = shown(job, order, progress, ending, message)
  table.insert(leased, 1, job.token)
  batch[#batch + 1] = leased
  return rank - job.step
end

local function lease_from(lane, free)
  local first = call('ZRANGE', P .. LANE .. lane .. READY, 0, free - 1, 'WITHSCORES')
  local leased, starts, virtual = {}, {}, nil
  for at = 1, #first, 2 do
    local id = first[at]
    local start = lease(id, tonumber(first[at + 1]))
    if start then
      virtual = math.max(virtual or start, start)
      leased[#leased + 1] = ends
      leased[#leased + 1] = id
      starts[#starts + 1] = ARGV[1]
      starts[#starts + 1] = id .. batch[#batch][1]
    end
  end
  -- They leave when they are leased: should this script fail over one, none is in neither place.
  if virtual then
    call('ZADD', P .. LANE .. lane .. LEASED, unpack(leased))
    call('ZADD', P .. LANE .. lane .. TENANTS, 'GT', virtual, '')
  end
  if #first > 0 then
    call('ZREMRANGEBYRANK', P .. LANE .. lane .. READY, 0, #first / 2 - 1)
  end
  return starts
end

for at = 4, #ARGV, 3 do
  local lane, concurrent, rate = ARGV[at], tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2])
  local paused = tonumber(call('GET', P .. LANE .. lane .. PAUSED) or 0)
  local due = wake(lane)
  local free, slot = room, nil
  if paused > now then
    free, due = 0, paused
  else
    if rate >= 0 then
      local left
      left, slot = minute(lane, rate)
      free = math.min(free, left)
    end
    if concurrent >= 0 then
      free = math.min(free, concurrent - call('ZCARD', P .. LANE .. lane .. LEASED))
    end
  end

  if free > 0 then
    local starts = lease_from(lane, free)
    room = room - #starts / 2
    if rate >= 0 and #starts > 0 then
      call('ZADD', P .. LANE .. lane .. STARTS, unpack(starts))
      call('PEXPIRE', P .. LANE .. lane .. STARTS, MINUTE)
      slot = select(2, minute(lane, rate))
    end
  end
  -- Whoever ends a lease in a full lane tells the workers that were turned away.
  if room > 0 and concurrent >= 0 and call('ZCARD', P .. LANE .. lane .. LEASED) >= concurrent
    and call('EXISTS', P .. LANE .. lane .. READY) == 1 then
    call('SET', P .. LANE .. lane .. WANTED, '1')
  end
  if slot or due then
    next_at(slot or due)
  end
end

return batch
