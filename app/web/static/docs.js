// Starts Swagger UI on /docs. Addresses are relative to the page: a path prefix in front is fine.

window.SwaggerUIBundle({
  url: "openapi.json",
  domNode: document.querySelector("#swagger-ui"),
  layout: "BaseLayout", // our own header stands in for the bar that asks for another description
  deepLinking: true,
  docExpansion: "list",
  filter: true,
  tryItOutEnabled: true,
  displayRequestDuration: true,
  persistAuthorization: false, // a key is forgotten with the page
  validatorUrl: null, // no badge from the maker's server
});
