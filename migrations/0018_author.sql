-- Who wrote an article, as the request or its page says.

ALTER TABLE articles ADD COLUMN author text;
