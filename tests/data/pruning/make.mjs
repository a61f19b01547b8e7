// Makes this folder's parquet files: npm install @duckdb/node-api@1.5.6-r.1 parquet-wasm@0.8.0 hyparquet-writer@0.17.0, then node make.mjs FOLDER
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { EnabledStatistics, Compression, WriterPropertiesBuilder, readParquet, writeParquet } from 'parquet-wasm'

const folder = process.argv[2]
const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect()
await connection.run(`create table records as
select format('{}-{}-5{}-a{}-{}', md5('id' || i)[1:8], md5('id' || i)[9:12], md5('id' || i)[14:16], md5('id' || i)[18:20], md5('id' || i)[21:32]) as id,
       format('Plate {} of {}', i, ['the harbour', 'a lighthouse', 'the café'][i % 3 + 1]) as caption,
       if(i between 100 and 189, null, 256 + i // 30 * 100 + i % 7) as width,
       (256 + i * 53 % 1300)::int as height,
       if(i % 40 < 20, 'https://creativecommons.org/publicdomain/zero/1.0/', 'https://creativecommons.org/publicdomain/mark/1.0/') as license,
       if(i % 5 = 0, null, ['Harbour City Archives', 'National Print Cabinet', 'Open Herbarium Collection'][i // 100 + 1]) as source
from range(300) as numbers(i)`)

// Three row groups of 100 rows, every column in a dictionary and with a Bloom filter.
await connection.run('set preserve_insertion_order = false')
await connection.run(`copy (${[0, 100, 200].map(i => `(from records limit 100 offset ${i})`).join(' union all ')})
to '${join(folder, 'duckdb-bloom.parquet')}' (format parquet, compression snappy, row_group_size 100, dictionary_size_limit 1000)`)

// Two row groups, pages of at most 20 rows, rows in the order of the ids; column and offset indexes.
const sorted = join(folder, 'sorted.tmp')
await connection.run(`copy (from records order by id) to '${sorted}' (format parquet)`)
const properties = new WriterPropertiesBuilder()
  .setCompression(Compression.SNAPPY).setStatisticsEnabled(EnabledStatistics.Page)
  .setMaxRowGroupSize(200).setWriteBatchSize(10).setDataPageSizeLimit(80).setDictionaryEnabled(false).build()
writeFileSync(join(folder, 'arrow-pages.parquet'), writeParquet(readParquet(readFileSync(sorted)), properties))
rmSync(sorted)

// One row group in the order that the rows were made in, pages of some rows; indexes, and Bloom filters of ids and widths.
const rows = (await connection.runAndReadAll('from records')).getRowObjects()
const column = (name, type, bloomFilter = false) => ({
  name, type, data: rows.map(row => row[name]), encoding: 'PLAIN', columnIndex: true, offsetIndex: true, bloomFilter, nullable: true,
})
writeFileSync(join(folder, 'hyparquet-pages.parquet'), Buffer.from(parquetWriteBuffer({
  columnData: [column('id', 'STRING', true), column('caption', 'STRING'), column('width', 'INT64', true), column('height', 'INT32'), column('license', 'STRING'), column('source', 'STRING')],
  pageSize: 300, rowGroupSize: 300,
})))
