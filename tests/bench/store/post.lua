-- wrk: the 6 KB article of tests/bench/http/article.txt, each time under another external_id.
local body = io.open("tests/bench/store/article.json"):read("*a")
local before, after = body:match("^(.*)@(.*)$")
local number = math.floor((os.time() * 1000 + math.random(1, 999)) % 1e12) * 1e6
wrk.headers["Content-Type"] = "application/json"
function request()
    number = number + 1
    return wrk.format("POST", nil, nil, before .. string.format("%d", number) .. after)
end
