"""Broken OpenAPI documents: ``«050»`` stands before each place that LR-SCH050 has to name."""

HEAD = 'openapi: {version}\ninfo: {{title: Posts, version: "1"}}\n'
OK = "responses: {200: {description: ok}}"
ID = "{name: id, in: path, required: true, schema: {type: string}}"


def api(body: str, version: str = "3.1.0") -> str:
    return HEAD.format(version=version) + body


def path(item: str, version: str = "3.1.0") -> str:
    return api(f"paths:\n  /posts:\n    {item}\n", version)


def operation(keys: str, version: str = "3.1.0") -> str:
    return path(f"get: {{{keys}, {OK}}}", version)


def parameter(text: str, version: str = "3.1.0") -> str:
    return operation(f"parameters: [{text}]", version)


def response(text: str, version: str = "3.1.0") -> str:
    return path(f"get: {{responses: {{200: {text}}}}}", version)


def schema(text: str, version: str = "3.1.0") -> str:
    return api(f"paths: {{}}\ncomponents:\n  schemas:\n    Post: {text}\n", version)


def schemas(*texts: str, version: str = "3.1.0") -> str:
    lines = "".join(f"    {text}\n" for text in texts)
    return api(f"paths: {{}}\ncomponents:\n  schemas:\n{lines}", version)


def login(text: str, version: str = "3.1.0") -> str:
    return api(f"paths: {{}}\ncomponents:\n  securitySchemes:\n    login: {text}\n", version)


FLOWS = "{clientCredentials: {tokenUrl: /token, scopes: {read: Read}}}"
SECURED = f"\ncomponents: {{securitySchemes: {{login: {{type: oauth2, flows: {FLOWS}}}}}}}"


BROKEN: dict[str, str] = {
    # what the official schema says, 3.1
    "a key that is misspelt": operation("«050»sumary: All"),
    "a key that nobody knows": operation("«050»colour: red"),
    "a title that is missing": 'openapi: 3.1.0\n«050»info: {version: "1"}\npaths: {}\n',
    "a version that is a number": "openapi: 3.1.0\ninfo: {title: P, version: «050»1.0}\npaths: {}\n",
    "nothing but a head": '«050»openapi: 3.1.0\ninfo: {title: Posts, version: "1"}\n',
    "an OpenAPI version of two digits": 'openapi: «050»"3.1"\ninfo: {title: P, version: "1"}\npaths: {}\n',
    "a path without a slash": api("paths:\n  «050»posts: {}\n"),
    "a method that there is not": path("«050»fetch: {}"),
    "an operation that is text": path("get: «050»all posts"),
    "a list where a mapping belongs": api("paths: «050»[]\n"),
    "a status that is a word": path("get: {responses: {«050»ok: {description: ok}}}"),
    "a status beyond 599": path(
        "get: {responses: {200: {description: ok}, «050»700: {description: no}}}"
    ),
    "responses that are empty": path("get: {«050»responses: {}}"),
    "a response without description": response("{}").replace("200", "«050»200"),
    "content that is a list": response("{description: ok, content: «050»[]}"),
    "a parameter without a name": parameter("«050»{in: query, schema: {}}"),
    "a parameter in a place that there is not": parameter("{name: a, in: «050»qery, schema: {}}"),
    "a parameter in a body, as Swagger had it": parameter("{name: a, in: «050»body, schema: {}}"),
    "a parameter without a schema": parameter("«050»{name: a, in: query}"),
    "a parameter with schema and content": parameter(
        "«050»{name: a, in: query, schema: {}, content: {text/plain: {}}}"
    ),
    "a path parameter that is not required": api(
        f"paths:\n  '/posts/{{id}}':\n    get: {{parameters: [«050»{{name: id, in: path, schema: {{}}}}], {OK}}}\n"
    ),
    "a path parameter that is optional": api(
        f"paths:\n  '/posts/{{id}}':\n    get: {{parameters: [{{name: id, in: path, required: «050»false, schema: {{}}}}], {OK}}}\n"
    ),
    "a parameter with example and examples": parameter(
        "«050»{name: a, in: query, schema: {}, example: 1, examples: {}}"
    ),
    "a style that a query does not have": parameter(
        "{name: a, in: query, style: «050»matrix, schema: {}}"
    ),
    "a body without content": path(f"post: {{«050»requestBody: {{description: a}}, {OK}}}"),
    "tags of an operation that are no text": operation("tags: [«050»1]"),
    "deprecated in quotes": operation('deprecated: «050»"true"'),
    "a type that there is not": schema("{type: «050»strin}"),
    "a type of Swagger": schema("{type: «050»file}"),
    "a bound that is text": schema('{type: integer, minimum: «050»"1"}'),
    "a bound as 3.0 had it": schema("{type: integer, minimum: 1, exclusiveMinimum: «050»true}"),
    "required as a flag": schema(
        "{type: object, properties: {a: {type: string, required: «050»true}}}"
    ),
    "properties that are a list": schema("{type: object, properties: «050»[a]}"),
    "an enum that is text": schema("{type: string, enum: «050»a}"),
    "items that are a list, as JSON Schema had it": schema(
        "{type: array, items: «050»[{type: string}]}"
    ),
    "a discriminator without its property": schema("{type: object, «050»discriminator: {}}"),
    "a security scheme of an unknown type": login("{type: «050»basic}"),
    "a key in no place": login("{type: apiKey, name: X-Key}").replace("login", "«050»login"),
    "an http scheme without its scheme": login("{type: http}").replace("login", "«050»login"),
    "a flow without a token URL": login(
        "{type: oauth2, flows: {«050»clientCredentials: {scopes: {}}}}"
    ),
    "a component's name with a space": api(
        "paths: {}\ncomponents:\n  schemas:\n    «050»Blog post: {type: object}\n"
    ),
    "components of an unknown kind": api("paths: {}\ncomponents:\n  «050»models: {}\n"),
    "a server without a URL": api("servers: [«050»{description: here}]\npaths: {}\n"),
    "a server variable without a default": api(
        "servers: [{url: 'http://{a}', variables: {«050»a: {description: b}}}]\npaths: {}\n"
    ),
    "a tag without a name": api("tags: [«050»{description: a}]\npaths: {}\n"),
    "a license of two kinds": api("paths: {}\n").replace(
        'version: "1"', 'version: "1", license: {name: MIT, identifier: MIT, «050»url: /}'
    ),
    "a link to two operations": response(
        "{description: ok, links: {«050»next: {operationId: a, operationRef: '#/paths/~1posts/get'}}}"
    ).replace("get: {", "get: {operationId: a, "),
    # 3.0
    "3.0: a key of a schema that only 3.1 has": schema("{«050»const: a}", "3.0.3"),
    "3.0: several types": schema("{type: «050»[string, 'null']}", "3.0.3"),
    "3.0: a type of null": schema("{type: «050»'null'}", "3.0.3"),
    "3.0: an operation without responses": path("«050»get: {summary: a}", "3.0.3"),
    "3.0: webhooks": api("paths: {}\n«050»webhooks: {}\n", "3.0.3"),
    "3.0: no paths": '«050»openapi: 3.0.3\ninfo: {title: Posts, version: "1"}\n',
    "3.0: a parameter in a place that there is not": parameter(
        "{name: a, in: «050»qery, schema: {}}", "3.0.3"
    ),
    "3.0: a bearer format without bearer": login(
        "{type: http, scheme: «050»basic, bearerFormat: JWT}", "3.0.3"
    ),
    "3.0: a security scheme of an unknown type": login("{type: «050»basic}", "3.0.3"),
    "3.0: additional properties that are a number": schema(
        "{type: object, additionalProperties: «050»1}", "3.0.3"
    ),
    "3.0: a schema that is null": response(
        "{description: ok, content: {application/json: {schema: «050»null}}}", "3.0.3"
    ),
    "3.0: a media type with a list of examples": response(
        "{description: ok, content: {application/json: {examples: «050»[1]}}}", "3.0.3"
    ),
    # references
    "a schema that there is not": response(
        "{description: ok, content: {application/json: {schema: {$ref: «051»'#/components/schemas/Post'}}}}"
    ),
    "a parameter that there is not": parameter("{$ref: «051»'#/components/parameters/page'}"),
    "a response that there is not": response("{$ref: «051»'#/components/responses/Gone'}"),
    "a file that there is not": schema("{$ref: «051»gone.yaml}"),
    "a pointer without its slash": schema("{$ref: «051»'#components/schemas/Post'}"),
    "an anchor that there is not": schema("{$ref: «051»'#gone'}"),
    "a file outside of the repository": schema("{$ref: «051»../../etc/passwd}"),
    "no URI at all": schema("{$ref: «051»'http://[a'}"),
    "a pointer through a reference": schemas(
        "A: {$ref: '#/components/schemas/B'}",
        "B: {type: object, properties: {c: {type: string}}}",
        "D: {$ref: «051»'#/components/schemas/A/properties/c'}",
        version="3.0.3",
    ),
    "an item that a list does not have": schemas(
        "A: {allOf: [{type: object}]}", "B: {$ref: «051»'#/components/schemas/A/allOf/1'}"
    ),
    "a response where a schema belongs": response(
        "{description: ok, content: {application/json: {schema: {$ref: «052»'#/components/responses/A'}}}}"
    )
    + "components: {responses: {A: {description: a}}}\n",
    "a schema where a parameter belongs": parameter("{$ref: «052»'#/components/schemas/A'}")
    + "components: {schemas: {A: {type: string}}}\n",
    "text where a schema belongs": schema("{$ref: «052»'#/info/title'}"),
    "references in a circle": schemas(
        "A: {$ref: '#/components/schemas/B'}",
        "B: {$ref: '#/components/schemas/A'}",
        version="3.0.3",
    ).replace("A: {$ref: ", "A: {$ref: «053»"),
    "a reference to itself": schema("{$ref: «053»'#/components/schemas/Post'}", "3.0.3"),
    "another host": schema("{$ref: «054»'https://example.com/post.json'}"),
    "a mapping to a schema that there is not": schema(
        "{type: object, discriminator: {propertyName: kind, mapping: {a: «055»Pots}}}"
    ),
    "a mapping to a file that there is not": schema(
        "{type: object, discriminator: {propertyName: kind, mapping: {a: «055»gone.yaml}}}"
    ),
    "3.0: null beside a reference": schemas(
        "A: {type: object, properties: {b: {$ref: '#/components/schemas/B', «056»nullable: true}}}",
        "B: {type: object}",
        version="3.0.3",
    ),
    "a flag beside a reference to a parameter": parameter(
        "{$ref: '#/components/parameters/a', «056»required: true}"
    )
    + "components: {parameters: {a: {name: a, in: query, schema: {}}}}\n",
    "a method twice": path(f"get: {{{OK}}}\n    «057»get: {{{OK}}}"),
    "a path twice": api(f"paths:\n  /a: {{get: {{{OK}}}}}\n  «057»/a: {{put: {{{OK}}}}}\n"),
    # paths
    "a brace that is open": api("paths:\n  «060»'/posts/{id': {}\n"),
    "a parameter without a name in the path": api("paths:\n  «060»'/posts/{}': {}\n"),
    "a parameter that stands twice in the path": api(
        f"paths:\n  «060»'/posts/{{id}}/{{id}}': {{get: {{parameters: [{ID}], {OK}}}}}\n"
    ),
    "a query in a path": api("paths:\n  «060»/posts?page=1: {}\n"),
    "two paths that are the same": api(
        f"paths:\n  '/a/{{id}}': {{get: {{parameters: [{ID}], {OK}}}}}\n"
        f"  «061»'/a/{{b}}': {{get: {{parameters: [{ID.replace('id', 'b', 1)}], {OK}}}}}\n"
    ),
    "two paths that are the same, with other methods": api(
        f"paths:\n  '/a/{{id}}': {{get: {{parameters: [{ID}], {OK}}}}}\n"
        f"  «062»'/a/{{b}}': {{put: {{parameters: [{ID.replace('id', 'b', 1)}], {OK}}}}}\n"
    ),
    "two paths for the same URL": api(
        f"paths:\n  '/{{id}}/edit': {{get: {{parameters: [{ID}], {OK}}}}}\n"
        f"  «062»'/posts/{{id}}': {{get: {{parameters: [{ID}], {OK}}}}}\n"
    ),
    "a path parameter that nobody declares": api(
        f"paths:\n  '/a/{{id}}':\n    «063»get: {{{OK}}}\n"
    ),
    "a path parameter with a slip": api(
        f"paths:\n  '/a/{{id}}':\n    «063»get: {{parameters: [{{name: «064»ID, in: path, required: true,"
        f" schema: {{}}}}], {OK}}}\n"
    ),
    "a path parameter of a path without": path(f"parameters: [{ID}]\n    get: {{{OK}}}").replace(
        "name: ", "name: «064»"
    ),
    # operations
    "an operationId twice": path(
        f"get: {{operationId: a, {OK}}}\n    put: {{operationId: «065»a, {OK}}}"
    ),
    "a parameter twice": parameter(
        "{name: a, in: query, schema: {}}, {name: «066»a, in: query, schema: {type: string}}"
    ),
    "a header twice, in another case": parameter(
        "{name: X-A, in: header, schema: {}}, {name: «066»x-a, in: header, schema: {type: string}}"
    ),
    "a parameter twice by references": parameter(
        "{$ref: '#/components/parameters/a'}, «066»{$ref: '#/components/parameters/a'}"
    )
    + "components: {parameters: {a: {name: a, in: query, schema: {}}}}\n",
    "no responses": path("«067»get: {summary: a}"),
    "responses to what fails": path("get: {«067»responses: {400: {description: no}}}"),
    "a security scheme that nobody declares": operation("security: [{«068»login: []}]"),
    "a security scheme of the whole that nobody declares": api(
        "security: [{«068»login: []}]\npaths: {}\n"
    ),
    "a scope that nobody declares": operation("security: [{login: [read, «069»write]}]") + SECURED,
    "a link to an operation that there is not": response(
        "{description: ok, links: {next: {operationId: «070»posts}}}"
    ),
    # the document
    "a server variable that nobody declares": api(
        "servers: [{url: «071»'http://{a}'}]\npaths: {}\n"
    ),
    "a server variable in no URL": api(
        "servers: [{url: /, variables: {«072»a: {default: b}}}]\npaths: {}\n"
    ),
    "a default that is none of the values": api(
        "servers: [{url: '/{a}', variables: {a: {enum: [b], default: «072»c}}}]\npaths: {}\n"
    ),
    "a tag twice": api("tags: [{name: a}, {name: «073»a, description: b}]\npaths: {}\n"),
    "3.0: a component's name with brackets": api(
        "paths: {}\ncomponents:\n  schemas:\n    «074»Page[Post]: {type: object}\n", "3.0.3"
    ),
    # schemas
    "a required property that is not allowed": schema(
        "{type: object, required: [«080»a], properties: {}, additionalProperties: false}"
    ),
    "a pattern that is open": schema("{type: string, pattern: «081»'(a'}"),
    "a pattern of properties that is none": schema(
        "{type: object, patternProperties: {«081»'[z-a]': {}}}"
    ),
    "nullable in 3.1": schema("{type: string, «082»nullable: true}"),
    "a parent of its own children": schemas(
        "A: «083»{oneOf: [{$ref: '#/components/schemas/B'}]}",
        "B: {allOf: [{$ref: '#/components/schemas/A'}, {type: object}]}",
    ),
    # values
    "an example of another type": schema("{type: integer, example: «090»one}"),
    "an example of a list in 3.1": schema("{type: integer, examples: [1, «090»a]}"),
    "an example without what is required": schema(
        "{type: object, required: [a], «090»example: {b: 1}}"
    ),
    "an example with a wrong item": schema(
        "{type: array, items: {type: integer}, example: [1, «090»'2']}"
    ),
    "a media type's example": response(
        "{description: ok, content: {application/json: {schema: {type: integer}, example: «090»a}}}"
    ),
    "a named example of a media type": response(
        "{description: ok, content: {application/json: {schema: {type: integer}, examples: {a: {value: «090»a}}}}}"
    ),
    "a parameter's example": parameter(
        "{name: a, in: query, schema: {type: integer}, example: «090»a}"
    ),
    "an example behind references": schemas(
        "A: {allOf: [{$ref: '#/components/schemas/B'}], example: {b: «090»a}}",
        "B: {type: object, properties: {b: {type: integer}}}",
    ),
    "an example that is no time": schema(
        "{type: string, format: date-time, example: «090»yesterday}"
    ),
    "an example where nothing is allowed": schema("{enum: [], example: «090»1}"),
    "3.0: null without nullable": schema("{type: string, example: «090»null}", "3.0.3"),
    "3.0: an example at an excluded bound": schema(
        "{type: integer, minimum: 1, exclusiveMinimum: true, example: «090»1}", "3.0.3"
    ),
    "a default below the minimum": schema("{type: integer, minimum: 1, default: «091»0}"),
    "a default that is none of the values of its enum": schema(
        "{type: string, enum: [a], default: «091»b}"
    ),
    "an enum of text with a number": schema("{type: string, enum: [a, «092»1]}"),
    "3.0: an enum with null": schema("{type: string, enum: [a, «092»null]}", "3.0.3"),
    "a value of an enum that is too long": schema("{maxLength: 2, enum: [ab, «092»abc]}"),
    "a constant of another type": schema("{type: string, const: «092»1}"),
}
