// Runs the same work again and again and prints as JSON what each round took; the first seconds only warm up.
const warmUpMilliseconds = 5000

export async function time(rounds, work) {
  const seconds = [], cpuSeconds = []
  let result
  for (const begin = performance.now(); performance.now() - begin < warmUpMilliseconds;) await work()
  for (let round = 0; round < rounds; round++) {
    const cpu = process.cpuUsage()
    const start = process.hrtime.bigint()
    result = await work()
    const elapsed = Number(process.hrtime.bigint() - start) / 1e9
    const { user, system } = process.cpuUsage(cpu)
    seconds.push(elapsed)
    cpuSeconds.push((user + system) / 1e6)
  }
  console.log(JSON.stringify({ seconds, cpuSeconds, result: Number(result), peakBytes: process.resourceUsage().maxRSS * 1024 }))
}
