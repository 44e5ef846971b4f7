DROP TABLE posts_words;
DROP TABLE posts;
