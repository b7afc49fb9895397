// What is left of texts that may hold secrets.
import { expect, it } from 'vitest'
import { keepAddresses } from './keep-addresses.ts'

it.each([
  ['postgres://u:p@localhost:5432/db?x=y', 'postgres://localhost:5432'],
  ['jdbc:postgresql://localhost:5432/db?user=x&password=secret', 'jdbc:postgresql://localhost:5432'],
  ['mongodb://u:p@h1:27017,h2:27018/db', 'mongodb://h1:27017 mongodb://h2:27018'],
  ['redis://:secret@host.docker.internal:6379/0', 'redis://host.docker.internal:6379'],
  ['http://[::1]:80/x', 'http://[::1]:80'],
  ['http://localhost/login?token=secret', 'http://localhost'],
  ['https://key@o1.ingest.example.io/5', 'https://o1.ingest.example.io'],
  ['u:p@tcp(127.0.0.1:3306)/db', '127.0.0.1:3306'],
  ['u:p@localhost:3306/db', 'localhost:3306'],
  ['host=127.0.0.1 port=5432 password=secret', '127.0.0.1'],
  ['--db=localhost:5432', 'localhost:5432'],
  ['LOCALHOST', 'LOCALHOST'],
  ['::1', '::1'],
  ['[fe80::1]:80', '[fe80::1]:80'],
  ['10.0.0.1', '10.0.0.1'],
  ['cache.shop.svc.cluster.local:6379', 'cache.shop.svc.cluster.local:6379'],
  ['db:\n  url: "amqp://guest:guest@127.0.0.1:5672"\n  password: secret\n', 'amqp://127.0.0.1:5672'],
  ['{"api":"http://localhost:8080/x","token":"secret"}', 'http://localhost:8080'],
  ['http://a:1 http://b:2', 'http://a:1 http://b:2'],
  ['postgres://user:12 34@localhost', 'localhost'],
  ['', ''],
])('%j leaves %j', (text, left) => {
  expect(keepAddresses(text)).toBe(left)
})

it.each([
  'secret',
  'user:12345',
  'eyJhbGciOi.eyJzdWI.SflKx',
  'vault://secret',
  'postgres://user:12/34@localhost',
  's3://AKIASECRET/x',
  'unix:///run/x.sock',
  '12:34:56',
  'aa:bb:cc:dd:ee:ff',
  'std::string',
  '1.2.3.4.5',
  '300.1.1.1',
])('%j leaves nothing', (text) => {
  expect(keepAddresses(text)).toBe('(redacted)')
})
