// The compiled parts of Asio and Beast, once for the whole program (td::asio sets their separate-compilation macros).

#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
