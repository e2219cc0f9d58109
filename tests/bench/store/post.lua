-- wrk: the 6 KB article of tests/bench/http/article.txt, each time under another external_id.
local body = io.open("tests/bench/store/article.json"):read("*a")
local before, after = body:match("^(.*)@(.*)$")
local number = os.time() % 1000000 * 100000000 -- below 2^53, where a double counts by ones
wrk.headers["Content-Type"] = "application/json"
function request()
    number = number + 1
    return wrk.format("POST", nil, nil, before .. string.format("%d", number) .. after)
end
