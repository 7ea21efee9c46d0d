-- Reads what a tenant used on some dates.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] tenant   ARGV[3...] dates
-- Returns  {{field, sum...}...}, one a date; see shared/claims.lua for the fields
local days = {}
for at = 3, #ARGV do
  days[#days + 1] = call('HGETALL', P .. USAGE .. ARGV[2] .. ':' .. ARGV[at])
end
return days
