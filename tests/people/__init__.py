"""Units, officers, posts: who may act, for whom, until when."""
