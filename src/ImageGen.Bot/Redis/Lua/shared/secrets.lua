-- Shared: a secret is a string "expires value", 0 where it stays for good. Redis removes it when its time has passed on
-- Redis' own clock; the time within is the callers'.
local function secret(key)
  local expires, value = string.match(call('GET', P .. SECRET .. key) or '', '^(%d+) (.*)$')
  if value and (expires == '0' or tonumber(expires) > now) then
    return value
  end
  return false
end
