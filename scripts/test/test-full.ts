// npm run test:full [-- <part>…]: what npm test runs, with the long runs where a part has one. Hours, not minutes;
// FULL_SHARE=0.01 in the environment makes it a hundredth of the sizes that the targets name.
process.env.FULL = '1'
await import('./test.ts')
