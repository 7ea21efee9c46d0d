-- Cancels a waiting job, or asks the worker of a running one to stop.
--
-- Uses: claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6]  id    ARGV[7] tenant
-- Returns  CancelResult: 0 not found, 1 cancelled, 2 requested, 3 finished already
local id = ARGV[6]
local job = load(id)
if not job or job.tenant ~= ARGV[7] then
  return 0
elseif job.state > PROCESSING then
  return 3
elseif job.state == PROCESSING then
  job.cancel = true
  save(job)
  changed(id)
  return 2
end

if job.follows then
  call('ZREM', P .. FOLLOWERS .. job.follows, id)
  give_back(job.claims, 'O')
  finish(job, CANCELLED, cancelled, false)
else
  -- It waits in one of the two. What it would have taken of its tenant's share is given back, unless another takes it.
  call('ZREM', P .. LANE .. job.lane .. READY, id)
  call('ZREM', P .. LANE .. job.lane .. DELAYED, id)
  local lane = job.lane
  if conclude_unsettled(job, CANCELLED, cancelled) == '' then
    call('ZADD', P .. LANE .. lane .. TENANTS, 'XX', 'INCR', -job.step, job.tenant)
  end
end
return 1
