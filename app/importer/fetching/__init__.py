"""Documents from addresses of the web, politely: robots.txt, a pause, a cache, patience."""
