import { inflateSync } from 'node:zlib'

const headerSize = 12
const entrySize = 16

/**
 * The same font without the compression of WOFF 1.0. fontkit inflates a whole table for each glyph that it reads, which takes
 * seconds for a Chinese font.
 */
export function unpackFont(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12)
  const directory = Buffer.alloc(headerSize + count * entrySize)
  woff.copy(directory, 0, 4, 8)
  directory.writeUInt16BE(count, 4)
  const parts: Buffer[] = [directory]
  let offset = directory.length
  for (let index = 0; index < count; index++) {
    const [entry, to] = [44 + index * 20, headerSize + index * entrySize]
    const [start, packedSize, size] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      ...[number, number, number],
    ]
    const packed = woff.subarray(start, start + packedSize)
    const table = packedSize < size ? inflateSync(packed) : packed
    // Tag and checksum stay; tables begin at multiples of four.
    woff.copy(directory, to, entry, entry + 4)
    woff.copy(directory, to + 4, entry + 16, entry + 20)
    directory.writeUInt32BE(offset, to + 8)
    directory.writeUInt32BE(size, to + 12)
    const padding = (4 - (size % 4)) % 4
    parts.push(table, Buffer.alloc(padding))
    offset += size + padding
  }
  return Buffer.concat(parts)
}
