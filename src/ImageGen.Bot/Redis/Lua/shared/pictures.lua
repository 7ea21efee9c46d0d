-- Shared: what is known of a prompt key: "leader|source|expires". The leader is the unfinished job that further
-- requests follow; the source is the completed job whose pictures answer them until it expires. Either may be empty.

local function picture(tenant, key)
  local known = call('GET', P .. PICTURE .. key .. ':' .. tenant)
  if not known then
    return '', '', 0
  end
  local leader, source, expires = string.match(known, '^(%w*)|(%w*)|(%d+)$')
  return leader, source, tonumber(expires)
end

local function put_picture(tenant, key, leader, source, expires)
  local name = P .. PICTURE .. key .. ':' .. tenant
  if source == '' or expires <= now then
    source, expires = '', 0
  end
  if leader ~= '' then
    call('SET', name, leader .. '|' .. source .. '|' .. string.format('%.0f', expires))
  elseif source ~= '' then
    call('SET', name, '|' .. source .. '|' .. string.format('%.0f', expires), 'PX', string.format('%.0f', expires - now))
  else
    call('DEL', name)
  end
end
