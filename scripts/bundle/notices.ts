// The licences of other people's work in a bundle: every npm package whose code, styles or fonts are in it.
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../process.ts'

export type ThirdParty = { name: string; version: string; licence: string; text: string }

const rule = '='.repeat(80)
const folderOfPackage = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/

/** Data of others that a generated file of ours holds, so that no module of a package tells of it. */
export const dataOfOthers: ThirdParty[] = [
  {
    name: 'Address data of libaddressinput (https://github.com/google/libaddressinput)',
    version: 'in packages/addresses',
    licence: 'CC-BY-4.0',
    text:
      'Copyright Google. Licensed under the Creative Commons Attribution 4.0 International License,\n' +
      'https://creativecommons.org/licenses/by/4.0/. Changed: cut to formats, required fields and postal codes.',
  },
]

/** The packages that `files` (paths of modules or of package folders) belong to, each once, in the order of their names. */
export function thirdPartiesOf(files: Iterable<string>): ThirdParty[] {
  const folders = new Set([...files].flatMap((file) => folderOfPackage.exec(file)?.[0] ?? []))
  const found = new Map<string, ThirdParty>()
  for (const folder of folders) {
    const { name, version, license, author } = JSON.parse(
      readFileSync(path.join(folder, 'package.json'), 'utf8'),
    )
    const ownTerms = ownText(folder)
    // Some packages name their licence in its file alone.
    const licence = license ?? /^(MIT|ISC) License$/m.exec(ownTerms ?? '')?.[1]
    if (typeof licence !== 'string') throw new Error(`${name} ${version} names no licence.`)
    const text = ownTerms ?? usualText(licence, author?.name ?? author ?? `the authors of ${name}`)
    if (!text) throw new Error(`${name} ${version} is under ${licence}, and its text is nowhere.`)
    found.set(`${name} ${version}`, { name, version, licence, text })
  }
  return [...found].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, thirdParty]) => thirdParty)
}

/** What the modules of a built site were made of, which its own modules no longer tell: the sources of its maps. */
export const sourcesOfSite = (build: string): string[] =>
  globSync(path.join(build, 'server/**/*.map')).flatMap((map) =>
    JSON.parse(readFileSync(map, 'utf8')).sources.map((source: string) =>
      path.resolve(path.dirname(map), source),
    ),
  )

/** The content of NOTICES.txt. Packages under the very same text stand above it together. */
export function noticesOf(thirdParties: ThirdParty[]): string {
  const namesByText = new Map<string, string[]>()
  for (const { name, version, licence, text } of thirdParties)
    namesByText.set(text, [...(namesByText.get(text) ?? []), `${name} ${version} (${licence})`])
  const sections = [...namesByText].map(([text, names]) => `${rule}\n${names.join('\n')}\n\n${text}\n`)
  const opening =
    'Entente is licensed under the terms in LICENSE. It contains the following work of others.\n'
  return [opening, ...sections].join('\n')
}

/** A package's licence and notice files, else the section of its README that has the terms. */
function ownText(folder: string): string | undefined {
  const files = readdirSync(folder, { withFileTypes: true, recursive: true }).filter(
    (entry) => entry.isFile() && isTerms(path.relative(folder, path.join(entry.parentPath, entry.name))),
  )
  if (files.length > 0)
    return files.map(({ parentPath, name }) => readText(path.join(parentPath, name))).join('\n\n')
  const readme = path.join(folder, 'README.md')
  const [, section] = existsSync(readme) ? readText(readme).split(/^#+ licen[cs]e$/im) : []
  return section?.includes('Permission is hereby granted') ? section.split(/^#/m)[0]?.trim() : undefined
}

/** At the top, or in a folder of licences there. */
const isTerms = (file: string): boolean => /^(licen[cs]e|copying|notice)[^/]*(\/[^/]+)?$/i.test(file)

/** The terms of a licence that a package only names: those of MIT are the ones of our own LICENSE. */
function usualText(licence: string, author: string): string | undefined {
  const terms = readText(path.join(root, 'LICENSE')).replace(/^Copyright .*$/m, `Copyright (c) ${author}`)
  return licence === 'MIT' ? terms : undefined
}

const readText = (file: string): string => readFileSync(file, 'utf8').replaceAll('\r\n', '\n').trim()
