// Runs the same work again and again and prints as JSON what each round took; the first rounds only warm up.
const warmUps = 2

export async function time(rounds, work) {
  const seconds = [], cpuSeconds = []
  let result
  for (let round = -warmUps; round < rounds; round++) {
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    result = await work()
    const elapsed = Number(process.hrtime.bigint() - start) / 1e9
    const { user, system } = process.cpuUsage(cpu)
    if (round >= 0) {
      seconds.push(elapsed)
      cpuSeconds.push((user + system) / 1e6)
    }
  }
  console.log(JSON.stringify({ seconds, cpuSeconds, result: Number(result), peakBytes: process.resourceUsage().maxRSS * 1024 }))
}
