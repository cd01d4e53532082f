local hs = {
  status = "Progressing",
  message = "Waiting for Job Reflector to see this resource",
}

if obj.status == nil or obj.status.observedGeneration ~= obj.metadata.generation then
  return hs
end

for _, condition in ipairs(obj.status.conditions or {}) do
  if condition.type == "Ready" then
    hs.message = condition.message
    if condition.status == "True" then
      hs.status = "Healthy"
    elseif condition.status == "False" then
      hs.status = "Degraded"
    elseif obj.spec ~= nil and obj.spec.suspend == true then
      hs.status = "Suspended"
    end
  end
end

return hs
