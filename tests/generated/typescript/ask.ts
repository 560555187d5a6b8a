// Asks a service through its own description: every name and type here is checked by the compiler.
import createClient from "openapi-fetch";
import type { components, paths } from "./schema.js";

declare const process: { argv: string[] };

type Project = components["schemas"]["ProjectRow"];

const client = createClient<paths>({ baseUrl: process.argv[2] });

const page = await client.GET("/v1/projects", {
  params: { query: { region: "SE12", budget: "300000..", sort: "-total_budget", limit: 1 } },
});
if (page.error) throw new Error(page.error.detail);
// A row has the columns that were asked for: each may be left out, and most can be missing.
const names: (string | undefined)[] = page.data.data.map((project: Project) => project.name);
const budgets: (number | null | undefined)[] = page.data.data.map((row) => row.total_budget);

const one = await client.GET("/v1/projects/{id}", { params: { path: { id: "2020-00713" } } });
const printed: string | null | undefined = one.data?.number;

const found = await client.POST("/v1/projects/query", {
  body: {
    where: {
      and: [
        { field: "region", op: "in", value: ["SE12", "SE32"] },
        { not: { field: "total_budget", op: "gte", value: 390000 } },
      ],
    },
  },
});

const refused = await client.GET("/v1/projects", { params: { query: { limit: 20000 } } });
const hints = refused.error?.errors.map((fault) => fault.hint);

// @ts-expect-error - a parameter that there is not must not compile
await client.GET("/v1/projects", { params: { query: { regin: "SE12" } } });

console.log(JSON.stringify({ names, budgets, printed, found: found.data?.total, hints }));
