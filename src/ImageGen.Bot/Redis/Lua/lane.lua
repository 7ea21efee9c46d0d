-- Reads how full a lane is.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] lane
-- Returns  {waiting, delayed, leased, paused until or 0}
local lane = P .. LANE .. ARGV[2]
local delayed = call('ZCARD', lane .. DELAYED)
local due = call('ZCOUNT', lane .. DELAYED, '-inf', now)
local paused = tonumber(call('GET', lane .. PAUSED) or 0)
return { call('ZCARD', lane .. READY) + due, delayed - due, call('ZCARD', lane .. LEASED), paused > now and paused or 0 }
