-- Sends its targets in turn. In a body, $UUID becomes a new id each time and $SECOND the time.

local targets = TARGETS
local hex = "0123456789abcdef"
local threads, at = 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init()
  -- Neither two threads nor two runs may send the same ids.
  math.randomseed(os.time() * 16 + number)
  at = number
end

local function digit(limit)
  local place = math.random(1, limit)
  return hex:sub(place, place)
end

local function uuid()
  return (("xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx"):gsub("x", function() return digit(16) end))
end

function request()
  at = at % #targets + 1
  local target = targets[at]
  local body = target.body
  if body then body = body:gsub("%$UUID", uuid):gsub("%$SECOND", os.date("!%Y-%m-%dT%H:%M:%SZ")) end
  return wrk.format(target.method, target.path, target.headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nRESULT {"answers":%d,"micros":%d,"bytes":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, summary.bytes, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)
  ))
end
