import { RULES, type Finding } from "./finding.js"

/** The findings as SARIF 2.1.0, which code hosts show beside the files. Source: OASIS, Static Analysis Results Interchange Format. */
export function toSarif(findings: readonly Finding[], version: string): object {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "course lint",
            version,
            rules: Object.entries(RULES).map(([id, text]) => ({ id, shortDescription: { text } })),
          },
        },
        results: findings.map(({ rule, message, file, line }) => ({
          ruleId: rule,
          level: "error",
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: { uri: file, uriBaseId: "ROOT" },
                region: { startLine: line ?? 1 },
              },
            },
          ],
        })),
      },
    ],
  }
}
