// Times a query that has one number for an answer, over the records of a folder's files:
//   node duckdb.mjs FOLDER THREADS ROUNDS SQL
import { DuckDBInstance } from '@duckdb/node-api'
import { time } from './timing.mjs'

const [folder, threads, rounds, sql] = process.argv.slice(2)
const instance = await DuckDBInstance.create(':memory:', { threads })
const connection = await instance.connect()
await connection.run(`create view records as select * from read_parquet('${folder.replaceAll("'", "''")}/*.parquet')`)
await time(Number(rounds), async () => (await connection.runAndReadAll(sql)).getRows()[0][0])
