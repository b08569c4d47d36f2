// npm run test:full [-- <part>…]: what npm test runs, with the long runs where a part has one. Hours, not minutes.
process.env.FULL = '1'
await import('./test.ts')
