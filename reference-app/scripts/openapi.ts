/** Prints the OpenAPI document of the service; needs no settings, no model and no database. */
import { describeService } from "#app/http/describe-service.js"

console.log(JSON.stringify(await describeService(), null, 2))
