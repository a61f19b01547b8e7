// Decodes images with other implementations and prints width, height and the colours of some pixels as JSON:
//   node image.mjs FILE...
import { readFileSync } from 'node:fs'
import jpeg from 'jpeg-js'
import { PNG } from 'pngjs'

function decode(file) {
  const bytes = readFileSync(file)
  const { width, height, data } = file.endsWith('.png')
    ? PNG.sync.read(bytes, { checkCRC: true })
    : jpeg.decode(bytes, { tolerantDecoding: false, useTArray: true })
  const pixel = (x, y) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]
  const pixels = {}
  for (const [column, row] of [[0, 0], [0.5, 0.5], [0.05, 0.3], [0.9, 0.1], [0.05, 0.95], [0.95, 0.9]]) {
    const x = Math.floor(column * (width - 1)), y = Math.floor(row * (height - 1))
    pixels[`${x},${y}`] = pixel(x, y)
  }
  return { width, height, pixels }
}

console.log(JSON.stringify(process.argv.slice(2).map(decode)))
