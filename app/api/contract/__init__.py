"""The OpenAPI document: parameters, schemas and examples, made from the tables."""
