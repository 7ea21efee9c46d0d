-- Changes a secret that is still what the caller takes it for. No value is empty: that stands for none.
--
-- KEYS[1]  prefix of every key
-- ARGV[1]  now   ARGV[2] key   ARGV[3] expected value   ARGV[4] new value   ARGV[5] how long it stays, 0 for good
-- Returns  1, or 0 where it is something else
-- Uses: secrets
local name, value, life = P .. SECRET .. ARGV[2], ARGV[4], tonumber(ARGV[5])
if (secret(ARGV[2]) or '') ~= ARGV[3] then
  return 0
end
if value == '' then
  call('DEL', name)
elseif life == 0 then
  call('SET', name, '0 ' .. value)
else
  call('SET', name, string.format('%.0f ', now + life) .. value, 'PX', ARGV[5])
end
return 1
