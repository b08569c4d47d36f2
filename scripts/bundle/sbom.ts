// What a bundle is made of, for tools that look for known faults in it.
import type { ThirdParty } from './notices.ts'

/** The content of sbom.cdx.json: a CycloneDX document that names each package with its licence. */
export const sbomOf = (version: string, thirdParties: ThirdParty[]): string =>
  `${JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      version: 1,
      metadata: {
        component: { type: 'application', 'bom-ref': `entente@${version}`, name: 'entente', version },
      },
      components: thirdParties.map(({ name, version: its, licence }) => ({
        type: 'library',
        'bom-ref': purlOf(name, its),
        name,
        version: its,
        purl: purlOf(name, its),
        licenses: [{ expression: licence }],
      })),
    },
    null,
    2,
  )}\n`

/** A package URL writes the @ of a scope as %40. */
const purlOf = (name: string, version: string): string => `pkg:npm/${name.replace('@', '%40')}@${version}`
