// npm run bundle: dist/, which runs an instance with Node alone (infra/Dockerfile copies it into an image).
import path from 'node:path'
import { root } from '../process.ts'
import { build } from '../start/build.ts'
import { bundleInstance } from './bundle-instance.ts'

const folder = path.join(root, 'dist')
await build()
await bundleInstance(folder)
console.log(`${path.relative(root, folder)}/ is ready: node dist/bin/cli.mjs doctor`)
