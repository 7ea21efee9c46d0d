-- Shared: many transitions in one call, each answered with an array. One that fails is an error among the answers, and
-- does not keep the others from being made.
local function each(from, width, transition)
  local answers = {}
  for at = from, #ARGV, width do
    local made, answer = pcall(transition, unpack(ARGV, at, at + width - 1))
    answers[#answers + 1] = made and answer or redis.error_reply(type(answer) == 'table' and answer.err or answer)
  end
  return answers
end
