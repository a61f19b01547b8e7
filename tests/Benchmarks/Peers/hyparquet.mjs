// Times reading a folder's files into objects with every property, one file behind the other:
//   node hyparquet.mjs FOLDER ROUNDS
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { time } from './timing.mjs'

const [folder, rounds] = process.argv.slice(2)
await time(Number(rounds), async () => {
  let sum = 0
  for (const name of readdirSync(folder).filter(name => name.endsWith('.parquet'))) {
    const file = await asyncBufferFromFile(join(folder, name))
    for (const row of await parquetReadObjects({ file, compressors })) {
      sum += row.id.length + row.url.length + row.caption.length + row.hash.length + row.mime_type.length + row.license.length + row.source.length
        + Number(row.width) + Number(row.height)
    }
  }
  return sum
})
