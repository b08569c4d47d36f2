-- Sends one acceptance per request, each of another customer. Arguments: a file with "<token> <key>" on each line, how
-- many of its lines are used up, the header that carries the token, up to the token, and the body with {key} in it.
local lines, used = {}, 0
local name, prefix, before, after
local thread
-- Global, so that done() can read it. It counts one request that is never sent: wrk calls request() to check it.
sent = 0

function setup(own) thread = own end

function init(args)
  for line in io.lines(args[1]) do lines[#lines + 1] = line end
  used = tonumber(args[2])
  name, prefix = args[3]:match("^([^:]+): (.*)$")
  before, after = args[4]:match("^(.*){key}(.*)$")
end

function request()
  sent = sent + 1
  local line = lines[used + sent]
  if not line then
    -- The caller sees that more was sent than there are lines, and counts nothing.
    wrk.thread:stop()
    return wrk.format("GET", "/")
  end
  local token, key = line:match("^(%S+) (%S+)$")
  wrk.headers[name] = prefix .. token
  return wrk.format("POST", nil, nil, before .. key .. after)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"sent":%d,"answered":%d,"failed":%d,"seconds":%.6f,"p50Ms":%.3f,"p99Ms":%.3f}\n',
    thread:get("sent"), summary.requests,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout,
    summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
