// Prints a parquet file's rows as JSON, read by another implementation, or what DuckDB says of its layout:
//   node read.mjs duckdb|hyparquet FILE KIND,KIND,...
//   node read.mjs layout FILE
// Integers come as decimal text, floating-point numbers as the hexadecimal bits, bytes as hexadecimal text.
import { DuckDBInstance } from '@duckdb/node-api'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'

const [reader, file, kinds] = process.argv.slice(2)
const sqlFile = `'${file.replaceAll("'", "''")}'`

async function query(sql) {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  return connection.runAndReadAll(sql)
}

// JavaScript does not tell one NaN from another.
function bits(value, size) {
  if (Number.isNaN(value)) return 'nan'
  const view = new DataView(new ArrayBuffer(size))
  if (size === 4) view.setFloat32(0, value)
  else view.setFloat64(0, value)
  return Buffer.from(view.buffer).toString('hex')
}

const show = {
  bool: value => value,
  int: value => value.toString(),
  float: value => bits(value, 4),
  double: value => bits(value, 8),
  text: value => value,
  bytes: value => Buffer.from(value.bytes ?? value).toString('hex'),
}

async function rows() {
  if (reader === 'duckdb') return (await query(`select * from read_parquet(${sqlFile})`)).getRows()
  const objects = await parquetReadObjects({ file: await asyncBufferFromFile(file), compressors, utf8: false })
  return objects.map(Object.values)
}

if (reader === 'layout') {
  const chunks = (await query(`select * from parquet_metadata(${sqlFile})`)).getRowObjectsJson()
  const [pairs] = (await query(`select decode(key), decode(value) from parquet_kv_metadata(${sqlFile})`)).getRowsJson()
  const [properties] = (await query(`select * from parquet_file_metadata(${sqlFile})`)).getRowObjectsJson()
  const schema = (await query(`select * from parquet_schema(${sqlFile})`)).getRowObjectsJson()
  console.log(JSON.stringify({ chunks, pairs, properties, schema }))
} else {
  const kind = kinds.split(',')
  console.log(JSON.stringify((await rows()).map(row => row.map((value, i) => value == null ? null : show[kind[i]](value)))))
}
