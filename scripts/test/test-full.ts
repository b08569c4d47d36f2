// npm run test:full [-- <part>…]: like npm test, but with the long runs of the parts that have one. Takes hours, not
// minutes; FULL_SHARE=0.01 in the environment reduces it to a hundredth of the target sizes.
process.env.FULL = '1'
await import('./test.ts')
