-- Ends jobs, each: claims settled, outcome written, cache written, followers ended or promoted, replies enqueued.
--
-- Uses: batch claims queue pictures ending
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] grace of counters   ARGV[3] retention   ARGV[4] cache TTL   ARGV[5] outcome of the cancelled
-- ARGV[6...] each job: id, token, state, outcome, images, cost, and 1 where its pictures answer the same request from now on
-- Returns  for each job {1}, or {0} where the lease was lost
local function settle_one(id, token, state, outcome, images, cost, cached)
  local job = held(id, token)
  if not job then
    return { 0 }
  end
  unlease(job.lane, id)
  conclude(job, tonumber(state), outcome, tonumber(images), tonumber(cost), cached == '0')
  return { 1 }
end

return each(6, 7, settle_one)
